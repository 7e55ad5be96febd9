/** What libpq's `target_session_attrs` asks for. */
export type SessionWanted = 'any' | 'read-write' | 'prefer-standby';

export interface ProbeHost {
  readonly host: string;
  readonly port: number;
}

/** What a session must say of itself so that it can be taken or left. */
export interface SessionState {
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
}

/**
 * The first host whose session fits, tried one after another in the order given, as libpq does: `read-write` takes
 * none that is in recovery or read-only by default; `prefer-standby` goes through all for a standby, then through
 * all for anything. Sessions that do not fit are left. Throws what the last host threw, or `NoFittingHost`.
 * Source: PostgreSQL's documentation, 34.1.2, `target_session_attrs`.
 */
export async function firstFitting<Session extends SessionState>(
  hosts: readonly ProbeHost[],
  wanted: SessionWanted,
  open: (host: ProbeHost) => Promise<Session>,
  leave: (session: Session) => void,
): Promise<Session> {
  const passes =
    wanted === 'prefer-standby' ? [isStandby, () => true] : [wanted === 'any' ? () => true : isWritable];
  let failure: unknown = new NoFittingHost(wanted);
  for (const fits of passes) {
    for (const host of hosts) {
      try {
        const session = await open(host);
        if (fits(session)) return session;
        leave(session);
        failure = new NoFittingHost(wanted);
      } catch (error) {
        failure = error;
      }
    }
  }
  throw failure;
}

export class NoFittingHost extends Error {
  override readonly name = 'NoFittingHost';
  constructor(wanted: SessionWanted) {
    super(wanted === 'read-write' ? 'session is read-only' : 'no host is known');
  }
}

function isStandby(session: SessionState): boolean {
  return session.inRecovery;
}

function isWritable(session: SessionState): boolean {
  return !session.inRecovery && !session.readOnly;
}
