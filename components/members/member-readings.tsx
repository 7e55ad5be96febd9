import { NotConfigured } from '@/components/ui/not-configured';
import { Panel } from '@/components/ui/panel';
import { StatusMark, type Tone } from '@/components/ui/status-mark';
import { Age, Moment } from '@/components/ui/time';
import type { ReadingStatus } from '@/lib/contract/reading';
import type { Member } from '@/lib/contract/snapshot';

/** Whether this member's own Patroni and PostgreSQL answer, since when they do not, and why. */
export function MemberReadings({ member, hosts }: { member: Member; hosts: ReadingStatus }) {
  return (
    <Panel title="Readings" flush>
      <Reading
        name="Patroni"
        asked={member.apiUrl ?? member.host}
        reading={member.patroni}
        title="Patroni is not asked"
      />
      <Reading
        name="PostgreSQL"
        asked={member.port === null ? member.host : `${member.host}:${member.port}`}
        reading={member.postgres}
        title="No PostgreSQL login"
      />
      {/* A host is only asked when there is a question; that none may be asked is known at once. */}
      {hosts.status === 'not_configured' && (
        <Reading
          name="Host"
          asked={member.host}
          reading={hosts}
          title="No way to the host: its logs are not read"
        />
      )}
    </Panel>
  );
}

const tones: Record<ReadingStatus['status'], Tone> = {
  fresh: 'ok',
  stale: 'warn',
  unreachable: 'bad',
  waiting: 'unknown',
  not_configured: 'unknown',
};

const words: Record<ReadingStatus['status'], string> = {
  fresh: 'answers',
  stale: 'missed an answer',
  unreachable: 'unreachable',
  waiting: 'not asked yet',
  not_configured: 'not configured',
};

function Reading({
  name,
  asked,
  reading,
  title,
}: {
  name: string;
  asked: string;
  reading: ReadingStatus;
  title: string;
}) {
  return (
    <div className="border-line border-t px-4 py-3 first:border-t-0" data-reading={reading.status}>
      <div className="flex flex-wrap items-center gap-x-3">
        <h3 className="font-semibold">{name}</h3>
        <span className="mono text-third">{asked}</span>
        <StatusMark tone={tones[reading.status]} className="ml-auto">
          {words[reading.status]}
        </StatusMark>
      </div>
      <ReadingText reading={reading} title={title} />
    </div>
  );
}

function ReadingText({ reading, title }: { reading: ReadingStatus; title: string }) {
  switch (reading.status) {
    case 'waiting':
      return null;
    case 'fresh':
      return (
        <p className="text-sm text-second">
          <Age at={reading.at} /> ago
        </p>
      );
    case 'stale':
      return (
        <p className="text-sm text-second">
          Last answer <Age at={reading.at} /> ago. {sentence(reading.reason)}
        </p>
      );
    case 'unreachable':
      return (
        <p className="text-sm text-second">
          Since <Moment at={reading.since} /> (<Age at={reading.since} />
          ): {sentence(reading.reason)}
          {reading.lastAt !== null && (
            <>
              {' '}
              It last answered at <Moment at={reading.lastAt} />.
            </>
          )}
        </p>
      );
    case 'not_configured':
      return <NotConfigured bare title={title} lines={reading.howTo} />;
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
