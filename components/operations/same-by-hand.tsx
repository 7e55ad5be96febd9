import { Command } from '@/components/ui/command';

/** The same change by hand, each way by itself: run one after the other they would do it twice. */
export function SameByHand({ commands }: { commands: readonly string[] }) {
  const [first, ...others] = commands;
  if (first === undefined) return null;
  return (
    <div className="flex flex-col gap-2">
      <Command text={first} />
      {others.map((command) => (
        <details key={command}>
          <summary className="w-fit cursor-pointer text-sm text-second hover:text-ink">
            Or with {command.split(' ')[0]}
          </summary>
          <div className="mt-2">
            <Command text={command} />
          </div>
        </details>
      ))}
    </div>
  );
}
