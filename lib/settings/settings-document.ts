import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { guideOf } from './guide';
import { type KeyPath, keyPathText } from './key-path';
import type { SettingsProblem } from './settings-error';

/** A YAML text that remembers on which line each key stands. */
export class SettingsDocument {
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(
    readonly fileName: string,
    readonly text: string,
  ) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true, prettyErrors: false });
  }

  /** What the text says, before variables are filled in, or why it cannot be understood. */
  read(): { readonly value: unknown; readonly problems: readonly SettingsProblem[] } {
    const [first, ...others] = this.#document.errors;
    if (first === undefined) return this.#value();
    // A mistake in the form makes the rest look wrong too; a key given twice does not.
    const errors = first.code === 'DUPLICATE_KEY' ? [first, ...others.filter(isDuplicateKey)] : [first];
    return { value: undefined, problems: errors.map((error) => this.#syntaxProblem(error)) };
  }

  #value(): { readonly value: unknown; readonly problems: readonly SettingsProblem[] } {
    try {
      return { value: this.#document.toJS({ maxAliasCount: 100 }), problems: [] };
    } catch (error) {
      // Aliases are resolved only now: unknown ones, and ones that would blow the text up.
      const words = error instanceof Error ? error.message : 'its aliases cannot be resolved';
      return { value: undefined, problems: [this.problem([], `this cannot be read as YAML: ${words}`)] };
    }
  }

  /** A problem with what stands at `path`, on its line, with the example of that key. */
  problem(path: KeyPath, words: string, example = guideOf(path).example): SettingsProblem {
    return { ...this.#placeAt(this.#offsetOf(path)), keyPath: keyPathText(path), words, example };
  }

  /** A problem with a key that should not be there, on that key's own line. */
  keyProblem(parent: KeyPath, key: string, words: string, example: string | null): SettingsProblem {
    const path = [...parent, key];
    return { ...this.#placeAt(this.#keyOffset(parent, key)), keyPath: keyPathText(path), words, example };
  }

  #node(path: KeyPath): unknown {
    return path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
  }

  #offsetOf(path: KeyPath): number {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#keyOffset(path.slice(0, length - 1), path[length - 1]);
      if (offset > 0) return offset;
    }
    return 0;
  }

  #keyOffset(parent: KeyPath, key: string | number | undefined): number {
    const node = this.#node(parent);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      return startOf(pair?.key);
    }
    return isCollection(node) && typeof key === 'number' ? startOf(node.items[key]) : 0;
  }

  #placeAt(offset: number): { place: string; line: number } {
    return { place: this.fileName, line: Math.max(1, this.#lines.linePos(offset).line) };
  }

  #syntaxProblem(error: YAMLError): SettingsProblem {
    const offset = error.pos[0];
    const path = this.#pathAt(offset);
    return {
      ...this.#placeAt(offset),
      keyPath: keyPathText(path),
      words: syntaxWords(error, this.#lineAt(offset)),
      example: guideOf(path).example,
    };
  }

  #lineAt(offset: number): string {
    return this.text.split('\n')[this.#lines.linePos(offset).line - 1] ?? '';
  }

  /** The key in which the character at `offset` stands, as far as the text could be understood. */
  #pathAt(offset: number): KeyPath {
    let found: KeyPath = [];
    visit(this.#document, {
      Pair: (_, pair, ancestors) => {
        const from = startOf(pair.key);
        const to = isNode(pair.value) ? (pair.value.range?.[2] ?? from) : from + String(pair.key).length;
        if (from <= offset && offset <= to) found = pathOf([...ancestors, pair]);
      },
    });
    return found;
  }
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function pathOf(ancestors: readonly unknown[]): KeyPath {
  const path: (string | number)[] = [];
  for (const [depth, node] of ancestors.entries()) {
    if (isPair(node) && isScalar(node.key)) path.push(String(node.key.value));
    const next = ancestors[depth + 1];
    if (isCollection(node) && !isMap(node) && isNode(next)) path.push(node.items.indexOf(next as Node));
  }
  return path;
}

function isDuplicateKey(error: YAMLError): boolean {
  return error.code === 'DUPLICATE_KEY';
}

function syntaxWords(error: YAMLError, line: string): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return 'this key is given twice in the same part; keep one of them';
    case 'TAB_AS_INDENT':
      return 'a tab is used to indent; YAML takes spaces only';
    case 'MULTIPLE_DOCS':
      return 'a second YAML document begins (`---`); the settings are one';
    default:
      return line.includes('${')
        ? 'this cannot be read as YAML: between { } or [ ] a variable must stand in quotes'
        : `this cannot be read as YAML: ${error.message}`;
  }
}
