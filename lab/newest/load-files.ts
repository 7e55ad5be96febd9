import { loadRunner, readScript, trimScript, writeScript } from '../load';
import { addressOf, type NewestContext } from './context';
import type { HostFiles } from './host-files';
import { logicalSlot, postgresBin } from './patroni';
import { readSecret } from './secrets';
import { edgeHost } from './shape';

export const loadFolder = '/srv/load';
export const publication = 'shop';

export function writeLoad(context: NewestContext, files: HostFiles): void {
  const front = addressOf(context, edgeHost);
  const password = readSecret(context.layout, 'app');
  files.folder(loadFolder, 'postgres');
  files.file(`${loadFolder}/run.sh`, loadRunner({ folder: loadFolder, front, postgresBin }));
  files.file(`${loadFolder}/read-slot.sh`, slotReaderScript(front));
  files.file(`${loadFolder}/write.sql`, writeScript);
  files.file(`${loadFolder}/trim.sql`, trimScript);
  files.file(`${loadFolder}/read.sql`, readScript);
  const logins = [5000, 5001].map((port) => `${front}:${port}:app:app:${password}\n`);
  files.file(`${loadFolder}/pgpass`, logins.join(''), 'postgres', 0o600);
}

/** Reads the permanent logical slot and forgets what it read; comes back after a change of the leader. */
function slotReaderScript(front: string): string {
  return `#!/bin/bash
export PGPASSFILE=${loadFolder}/pgpass PGCONNECT_TIMEOUT=3
while true; do
  ${postgresBin}/pg_recvlogical --host=${front} --port=5000 --username=app --dbname=app --slot=${logicalSlot} \\
    --start --no-loop --file=/dev/null --option=proto_version=1 --option=publication_names=${publication}
  sleep 2
done
`;
}
