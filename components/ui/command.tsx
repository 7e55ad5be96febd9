import { CopyButton } from './copy-text';

/** One or several lines to run in a shell (or to put into a file), with a button that copies them. */
export function Command({ text, what = 'Copy command' }: { text: string; what?: string }) {
  return (
    <div className="flex items-start gap-1 rounded-lg border border-line bg-sunk py-1 pr-1 pl-3">
      <pre className="min-w-0 flex-1 overflow-x-auto py-1 leading-[18px] whitespace-pre-wrap break-words">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
