import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import type { MemberAddresses, PasswordMethod, PostgresSettings } from '@/lib/settings/types';
import { allowedAddress } from '@/lib/upstream/member-address';

/** Where a login may go, and how it may be asked for its password. */
export interface PostgresAccess {
  /** As `tls.connect` takes it; false: without. */
  readonly tls: false | { readonly rejectUnauthorized: boolean; readonly ca?: string };
  readonly requireAuth: readonly PasswordMethod[];
  readonly members: MemberAddresses;
}

export interface PostgresLogin {
  readonly user: string;
  readonly password: string | null;
  readonly database: string;
}

/** The server wants the password in a form that could be read or guessed on the way. */
export class WeakPasswordRequest extends Error {
  override readonly name = 'WeakPasswordRequest';
  constructor(readonly method: PasswordMethod) {
    super(
      `asks for the password by «${method}», which is not answered without verified TLS; ` +
        `\`postgres: { requireAuth: [scram-sha-256, ${method}] }\` allows it`,
    );
  }
}

export function accessOf(
  settings: Pick<PostgresSettings, 'sslmode' | 'ca' | 'requireAuth' | 'members'>,
): PostgresAccess {
  const { requireAuth, members } = settings;
  return { tls: tlsOf(settings), requireAuth, members };
}

/**
 * A client that is not connected yet, over a socket of the caller's: a connection to a frozen server can only be ended
 * by destroying that. Rejects with `AddressNotAllowed`; connecting rejects with `WeakPasswordRequest`. No other password
 * than the login's is ever sent, whatever the environment of Howdah holds.
 */
export async function guardedClient(
  where: { readonly host: string; readonly port: number },
  { user, password, database }: PostgresLogin,
  { tls, requireAuth, members }: PostgresAccess,
  socket: Socket,
  config: Pick<
    ClientConfig,
    'application_name' | 'statement_timeout' | 'keepAlive' | 'keepAliveInitialDelayMillis'
  >,
): Promise<Client> {
  const address = await allowedAddress(members, where.host);
  let asked: PasswordMethod = 'scram-sha-256';
  const client = new Client({
    ...config,
    ...{ host: address, port: where.port, user, database },
    password: () => {
      if (!requireAuth.includes(asked)) throw new WeakPasswordRequest(asked);
      return password ?? '';
    },
    // The certificate is that of the name, also where an address of it is connected to.
    ssl: tls === false ? false : { ...tls, ...(address === where.host ? {} : { servername: where.host }) },
    stream: () => socket,
  });
  client.connection.on('authenticationCleartextPassword', () => {
    asked = 'password';
  });
  client.connection.on('authenticationMD5Password', () => {
    asked = 'md5';
  });
  return client;
}

function tlsOf(settings: Pick<PostgresSettings, 'sslmode' | 'ca'>): PostgresAccess['tls'] {
  switch (settings.sslmode) {
    case 'disable':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-full':
      return { rejectUnauthorized: true, ...(settings.ca === null ? {} : { ca: settings.ca }) };
  }
}
