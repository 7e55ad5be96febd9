import { isServing } from '../disproofs';
import { lastWords } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const socketFolder: Pattern = {
  id: 'socket-folder',
  title: 'The folder of the unix socket is gone, and PostgreSQL may not make it',
  short: 'socket folder missing',
  meaning:
    'PostgreSQL makes its socket there before anything else, and does not start without. Folders below /run vanish with every reboot; a package makes them again at boot, something made by hand does not come back.',
  source: {
    title: 'PostgreSQL: unix_socket_directories',
    url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
  },
  ruledOutBy: [isServing],
  match({ socket, postgresLog, member, data, service }) {
    const bad = (socket ?? []).filter(({ exists, isWritable, canBeMade }) =>
      exists ? !isWritable : !canBeMade,
    );
    const [first] = bad;
    if (first === undefined) return null;
    const account = data?.account ?? 'postgres';
    return {
      certainty: 'certain',
      because: present([
        ...bad.map(({ path, exists, parent, owner, mode }) =>
          exists
            ? `${path} belongs to ${owner ?? 'somebody else'} (mode ${mode}): ${account} may not write there.`
            : `${path} is not there, and ${account} may not make it in ${parent}.`,
        ),
        lastWords(
          postgresLog?.entries ?? [],
          /could not create (lock file|any Unix-domain sockets|Unix-domain socket)/,
        ),
      ]),
      fix: first.isVolatile
        ? 'Make it, and let the system make it at every boot by a file in /etc/tmpfiles.d. Patroni ends without it and has to be started then.'
        : 'Make it with the right owner. Patroni ends without it and has to be started then.',
      commands: [
        ...bad.map(({ path }) => ({
          where: member,
          text: `sudo install -d -o ${account} -g ${account} -m 2775 ${path}`,
        })),
        ...bad
          .filter(({ isVolatile, madeAtBoot }) => isVolatile && madeAtBoot === null)
          .map(({ path }) => ({
            where: member,
            text: `echo 'd ${path} 2775 ${account} ${account} -' | sudo tee /etc/tmpfiles.d/patroni-socket.conf`,
          })),
        ...(service !== null && service.processes.length === 0
          ? [{ where: member, text: service.start }]
          : []),
      ],
    };
  },
};
