import type { Environment } from './environment';
import type { KeyPath } from './key-path';

/** Called with what is wrong with the text at a path. */
export type Complain = (path: KeyPath, words: string) => void;

/** `value` with every `${VARIABLE}` in its texts filled in from the environment. `$${` stands for `${` itself. */
export function fillVariables(
  value: unknown,
  environment: Environment,
  complain: Complain,
  path: KeyPath = [],
): unknown {
  if (typeof value === 'string') return fillText(value, environment, (words) => complain(path, words));
  if (Array.isArray(value)) {
    return value.map((entry, index) => fillVariables(entry, environment, complain, [...path, index]));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      fillVariables(entry, environment, complain, [...path, key]),
    ]),
  );
}

function fillText(text: string, environment: Environment, complain: (words: string) => void): string {
  return text.replace(/\$\$\{|\$\{([^}]*)(\}?)/g, (whole, variable: string | undefined, end: string) => {
    if (variable === undefined) return '${';
    if (end === '' || !/^[A-Za-z_]\w*$/.test(variable)) {
      complain(
        'a variable begins here, but its name in braces does not follow; for the bare characters double the dollar',
      );
      return whole;
    }
    const filled = environment[variable];
    if (filled === undefined) complain(`the environment variable ${variable} is not set`);
    return filled ?? whole;
  });
}
