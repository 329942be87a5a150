/**
 * The text of a field while it is edited. Answers arrive late on a busy machine: one to an earlier text must not replace what was
 * typed since.
 */
export class TypedText {
  /** Sent, and not answered yet. */
  private sent: string[] = [];
  private isUnsent = false;

  constructor(
    public text: string,
    private value = text,
  ) {}

  type(text: string): void {
    this.isUnsent = true;
    this.text = text;
  }

  /** Tells whether the text is news to the notebook. */
  send(): boolean {
    this.isUnsent = false;
    if (this.text === (this.sent.at(-1) ?? this.value)) return false;
    this.sent.push(this.text);
    return true;
  }

  /** What the notebook has now. */
  receive(value: string): void {
    this.value = value;
    const answered = this.sent.indexOf(value);
    this.sent = answered < 0 ? [] : this.sent.slice(answered + 1);
    if (this.sent.length === 0 && !this.isUnsent) this.text = value;
  }

  reset(): void {
    this.isUnsent = false;
    this.text = this.value;
  }
}
