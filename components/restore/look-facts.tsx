import { WithMoments } from '@/components/operations/with-moments';
import { ExactMoment } from '@/components/ui/exact-moment';
import { KeyValue } from '@/components/ui/key-value';
import type { Look } from '@/lib/contract/operations';
import { formatBytes, formatBytesExact } from '@/lib/domain/format';

/** Where recovery stands, and what is there. */
export function LookFacts({ look }: { look: Look }) {
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
      <KeyValue
        rows={[
          { key: 'asked for', value: <WithMoments text={look.target} /> },
          {
            key: 'last transaction',
            value:
              look.lastTransactionAt === null ? (
                <span className="text-second">none was replayed: this is the backup as it ended</span>
              ) : (
                <>
                  committed <ExactMoment at={look.lastTransactionAt} className="font-semibold" />
                </>
              ),
          },
          { key: 'stands on', value: `${look.member}, timeline ${look.timeline}` },
          {
            key: 'replayed to',
            value: look.replayedLsn === null ? 'not known' : <span className="mono">{look.replayedLsn}</span>,
          },
          ...(look.stopLine === null
            ? []
            : [{ key: 'PostgreSQL says', value: <code className="break-words">{look.stopLine}</code> }]),
        ]}
      />
      <Databases databases={look.databases} />
    </div>
  );
}

/** So many are seen at once. */
const firstDatabases = 8;

function Databases({ databases }: Pick<Look, 'databases'>) {
  if (databases.length === 0) return <p className="text-second">Which databases are there is not known.</p>;
  const rest = databases.slice(firstDatabases);
  return (
    <div>
      <DatabaseTable title="Databases there" databases={databases.slice(0, firstDatabases)} />
      {rest.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer text-sm text-second hover:text-ink">
            {rest.length} more
          </summary>
          <DatabaseTable title="More databases" databases={rest} />
        </details>
      )}
    </div>
  );
}

function DatabaseTable({ title, databases }: { title: string } & Pick<Look, 'databases'>) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="text-sm text-second">
          <th scope="col" className="pb-1 font-normal">
            Database
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {databases.map(({ name, sizeBytes }) => (
          <tr key={name} className="border-line border-t">
            <th scope="row" className="break-all py-1 font-medium">
              {name}
            </th>
            <td
              className="py-1 text-right"
              title={sizeBytes === null ? undefined : formatBytesExact(sizeBytes)}
            >
              {sizeBytes === null ? 'not known' : formatBytes(sizeBytes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
