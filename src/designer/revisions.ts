/** A text before and behind an edit, by their revisions. */
export interface RevisionStep {
  readonly from: string;
  readonly to: string;
}

const most = 50;

/**
 * Which revisions of a text a page may still speak of. It goes on editing while an answer is on its way: what it tells of the text
 * before an edit holds for the text behind it as well, as long as only values were changed.
 */
export class Revisions {
  private same: string[] = [];

  /** Those in which what is told of one means the same. */
  equal(revision: string): readonly string[] {
    return this.same.includes(revision) ? this.same : [revision];
  }

  add({ from, to }: RevisionStep): void {
    this.same = [...this.equal(from).filter((each) => each !== to), to].slice(-most);
  }
}
