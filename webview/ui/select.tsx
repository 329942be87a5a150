interface SelectProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of many choices, where a row of buttons would grow too long; unlike the toolkit's it works in cell outputs too. */
export const Select = ({ label, options, value, onChange }: SelectProps) => (
  <select
    class="dnn-select"
    aria-label={label}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  >
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.text}
      </option>
    ))}
  </select>
);
