import { Settings2 } from 'lucide-react';
import { Command } from './command';

/** A part that the settings leave out: a normal state, with the lines that would switch it on. */
export function NotConfigured({
  title,
  text,
  lines,
  bare = false,
}: {
  title: string;
  text?: string;
  /** The YAML to add. */
  lines: string;
  /** Without the frame, inside a panel. */
  bare?: boolean;
}) {
  return (
    <div className={bare ? 'py-1' : 'rounded-lg border border-line border-dashed bg-panel p-4'}>
      <p className="flex items-center gap-2 font-medium">
        <Settings2 aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-third" />
        {title}
      </p>
      {text !== undefined && <p className="mt-1 text-sm text-second">{text}</p>}
      <p className="mt-3 mb-1 text-sm text-second">
        To switch it on, add to <code>howdah.yaml</code>:
      </p>
      <Command text={lines} what="Copy the lines" />
    </div>
  );
}
