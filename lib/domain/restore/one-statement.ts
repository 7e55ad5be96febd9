/**
 * Why a text is not one statement that only reads, in words; null when it is one as far as its beginning and its
 * parts tell. It says early what is no question at all, and keeps nobody out who means harm: that is done by the role
 * that asks, which can only read.
 */
export function notOneQuestion(sql: string): string | null {
  const parts = statementsIn(sql);
  if (parts === null) return 'A quote, comment or $-quote is not closed.';
  if (parts.length === 0) return 'There is no statement.';
  if (parts.length > 1) return 'One statement at a time, please: this is more than one.';
  const [only = ''] = parts;
  if (only.startsWith('\\')) return 'psql’s own commands are not run here: ask with SQL.';
  const word = /^[a-z]+/i.exec(only.replace(/^[\s(]+/, ''))?.[0]?.toLowerCase() ?? '';
  if (!questions.has(word)) {
    return `It begins with «${word || only.slice(0, 10)}»; possible are ${[...questions].join(', ')}.`;
  }
  return null;
}

const questions = new Set(['select', 'with', 'show', 'explain', 'values', 'table']);

/** The statements without their comments, or null when something is left open. */
function statementsIn(sql: string): string[] | null {
  const parts: string[] = [];
  let current = '';
  let rest = sql;
  while (rest !== '') {
    const token = nextToken(rest);
    if (token === null) return null;
    rest = rest.slice(token.text.length);
    if (token.kind === 'comment') current += ' ';
    else if (token.kind === 'end') {
      parts.push(current.trim());
      current = '';
    } else current += token.text;
  }
  parts.push(current.trim());
  return parts.filter((part) => part !== '');
}

interface Token {
  readonly kind: 'comment' | 'end' | 'text';
  readonly text: string;
}

function nextToken(sql: string): Token | null {
  if (sql.startsWith('--')) return { kind: 'comment', text: /^--[^\n]*/.exec(sql)?.[0] ?? sql };
  if (sql.startsWith('/*')) return blockComment(sql);
  if (sql.startsWith(';')) return { kind: 'end', text: ';' };
  const escaped = /^e'(?:[^'\\]|\\[\s\S]|'')*'/i.exec(sql);
  if (escaped !== null) return { kind: 'text', text: escaped[0] };
  if (sql.startsWith("'")) return quoted(sql, /^'(?:[^']|'')*'/);
  if (sql.startsWith('"')) return quoted(sql, /^"(?:[^"]|"")*"/);
  const dollar = /^\$(?:[a-z_][a-z_0-9]*)?\$/i.exec(sql)?.[0];
  if (dollar !== undefined) {
    const end = sql.indexOf(dollar, dollar.length);
    return end < 0 ? null : { kind: 'text', text: sql.slice(0, end + dollar.length) };
  }
  const word = /^[a-z_0-9$]+(?=[^'a-z_0-9$]|$)/i.exec(sql);
  if (word !== null) return { kind: 'text', text: word[0] };
  return { kind: 'text', text: sql.slice(0, 1) };
}

function quoted(sql: string, pattern: RegExp): Token | null {
  const found = pattern.exec(sql);
  return found === null ? null : { kind: 'text', text: found[0] };
}

/** PostgreSQL's block comments nest. */
function blockComment(sql: string): Token | null {
  let depth = 0;
  for (let at = 0; at < sql.length - 1; at += 1) {
    const pair = sql.slice(at, at + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/') depth -= 1;
    if (pair === '/*' || pair === '*/') at += 1;
    if (depth === 0) return { kind: 'comment', text: sql.slice(0, at + 1) };
  }
  return null;
}
