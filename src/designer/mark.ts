/** Stands in an operation for what somebody is typing into a field. */
export const fieldMark = '__field__';
