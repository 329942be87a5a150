import type { Argument, Call } from '../language/syntax';
import { insertion, type TextEdit } from '../language/textEdit';

/** Changes in the brackets of a call, which leave its other arguments as they are written. */

/** A call as it is written; a word alone has no brackets. */
export type WrittenCall = Pick<Call, 'name' | 'arguments' | 'location'>;

/** The argument that a parameter is given, by name or by its place among `names`. */
export function argumentOf(
  call: WrittenCall,
  parameter: string,
  names: readonly string[],
): Argument | undefined {
  const named = call.arguments.find(({ name }) => name?.text === parameter);
  if (named) return named;
  const positional = call.arguments.filter(({ name }) => !name);
  return positional[names.indexOf(parameter)];
}

/** Gives a parameter another value. `names` are the call's parameters in order. */
export function withArgument(
  source: string,
  call: WrittenCall,
  parameter: string,
  value: string,
  names: readonly string[],
): TextEdit {
  const { location } = call;
  const given = argumentOf(call, parameter, names);
  if (given) return { location: given.value.location, text: value };
  const last = call.arguments.at(-1);
  const isNext =
    call.arguments.every(({ name }) => !name) &&
    call.arguments.length === 0 &&
    names[0] === parameter;
  const argument = isNext ? value : `${parameter}: ${value}`;
  if (last) return insertion(location, last.location.end, `, ${argument}`);
  const hasBrackets = source.slice(call.name.location.end, location.end).includes('(');
  return hasBrackets
    ? insertion(location, location.end - 1, argument)
    : insertion(location, location.end, `(${argument})`);
}

/** Takes an argument away; a call that has no others loses its brackets. */
export function withoutArgument(
  source: string,
  call: WrittenCall,
  parameter: string,
  names: readonly string[] = [],
): TextEdit {
  const { location, arguments: all } = call;
  const given = argumentOf(call, parameter, names);
  const none: TextEdit = { location: { ...location, end: location.start }, text: '' };
  if (!given) return none;
  const of = (start: number, end: number): TextEdit => ({
    location: { ...location, start, end },
    text: '',
  });
  const at = all.indexOf(given);
  // What stands behind it by its place must not move up.
  if (!given.name && all.slice(at + 1).some(({ name }) => !name)) return none;
  if (all.length === 1) {
    const brackets = source.slice(call.name.location.end, location.end);
    return brackets.includes('#')
      ? of(given.location.start, given.location.end)
      : of(call.name.location.end, location.end);
  }
  return at > 0
    ? of(all[at - 1].location.end, given.location.end)
    : of(given.location.start, all[1].location.start);
}
