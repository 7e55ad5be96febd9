import { Badge } from '@/components/ui/badge';
import { Command } from '@/components/ui/command';
import { Panel } from '@/components/ui/panel';
import type { Cause } from '@/lib/contract/diagnosis';

/** One named cause: what was seen, what it means, how to mend it. */
export function CausePanel({ cause }: { cause: Cause }) {
  const { id, title, certainty, because, meaning, ruledOutBy, fix, commands, source } = cause;
  return (
    <div data-cause={id}>
      <Panel
        title={title}
        actions={
          <Badge tone={certainty === 'certain' ? 'bad' : 'warn'}>
            {certainty === 'certain' ? 'seen now' : 'likely'}
          </Badge>
        }
      >
        <ul className="mb-2 flex flex-col gap-0.5">
          {because.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
        </ul>
        <p className="text-second">{meaning}</p>
        <h3 className="mt-3 font-semibold">What to do</h3>
        <p>{fix}</p>
        <div className="mt-2 flex flex-col gap-2">
          {commands.map(({ where, text }) => (
            <div key={text}>
              <p className="mb-1 text-second text-sm">on {where}</p>
              <Command text={text} />
            </div>
          ))}
        </div>
        <p className="mt-3 text-second text-sm">
          Not seen, and it would rule this out: {ruledOutBy.join(' ')}
        </p>
        <p className="mt-1 text-second text-sm">
          Source:{' '}
          {source.url === null ? (
            source.title
          ) : (
            <a
              href={source.url}
              className="text-accent underline underline-offset-2"
              rel="noreferrer"
              target="_blank"
            >
              {source.title}
            </a>
          )}
        </p>
      </Panel>
    </div>
  );
}
