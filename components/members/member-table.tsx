import Link from 'next/link';
import { MemberActions } from '@/components/operations/member-actions';
import { memberPath } from '@/components/operations/operation-paths';
import { classNames } from '@/components/ui/class-names';
import { Figure } from '@/components/ui/figure';
import type { Member, Snapshot } from '@/lib/contract/snapshot';
import { leads } from '@/lib/domain/roles';
import { LagSparkline } from './lag-sparkline';
import { Delay, MemberMarks, MemberStateMark, ReceiveLag, ReplayLag, Uptime } from './member-figures';
import { memberState, roleText } from './member-words';

const cell = 'px-2 py-2 first:pl-4 last:pr-3';
const below = 'block text-sm text-third';
const head = 'px-2 py-2.5 text-left align-bottom text-sm font-medium text-second first:pl-4 last:pr-3';

/** Members, one a row. */
export function MemberTable({ snapshot }: { snapshot: Snapshot }) {
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">Members of {snapshot.cluster}</caption>
      <thead>
        <tr className="border-line border-b">
          <th scope="col" className={head}>
            Member
          </th>
          <th scope="col" className={head}>
            Role, version
          </th>
          <th scope="col" className={head}>
            State, up for
          </th>
          <th scope="col" className={classNames(head, 'text-right')}>
            Timeline
          </th>
          <th scope="col" className={classNames(head, 'text-right')}>
            Replay lag
          </th>
          <th scope="col" className={classNames(head, 'text-right')}>
            Delay
          </th>
          <th scope="col" className={classNames(head, 'text-right')}>
            Receive lag
          </th>
          <th scope="col" className={head}>
            Last 5 minutes
          </th>
          <th scope="col" className={head}>
            Tags
          </th>
          <th scope="col" className={classNames(head, 'sticky right-0 bg-panel')}>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {snapshot.members.map((member) => (
          <MemberRow key={member.name} member={member} snapshot={snapshot} />
        ))}
      </tbody>
    </table>
  );
}

function MemberRow({ member, snapshot }: { member: Member; snapshot: Snapshot }) {
  const { past } = memberState(member);
  const figure = classNames(cell, 'text-right', past && 'text-third');
  return (
    <tr data-member={member.name} className="border-line border-b last:border-b-0">
      <th scope="row" className={classNames(cell, 'text-left font-normal')}>
        <Link
          href={memberPath(snapshot.cluster, member.name)}
          className="font-semibold hover:text-accent hover:underline"
        >
          {member.name}
        </Link>
        <span className="mono block text-third">{member.host}</span>
      </th>
      <td className={cell}>
        <span className="whitespace-nowrap">{roleText(member)}</span>
        <span className={below} title="Version of PostgreSQL">
          <Figure text={member.postgresVersion} />
        </span>
      </td>
      <td className={cell}>
        <MemberStateMark member={member} />
        <span className={classNames(below, 'whitespace-nowrap')}>
          up <Uptime member={member} />
        </span>
      </td>
      <td className={figure}>
        <Figure text={member.timeline === null ? null : String(member.timeline)} dimmed={past} />
      </td>
      <td className={figure}>
        <ReplayLag member={member} />
      </td>
      <td className={figure}>
        <Delay member={member} />
      </td>
      <td className={figure}>
        <ReceiveLag member={member} />
      </td>
      <td className={cell}>
        {!leads(member.role) && (
          <LagSparkline member={member.name} values={snapshot.recentLag[member.name]} width={72} />
        )}
      </td>
      <td className={classNames(cell, 'max-w-28')}>
        <MemberMarks member={member} />
      </td>
      <td className={classNames(cell, 'sticky right-0 w-8 bg-panel py-1.5')}>
        <MemberActions cluster={snapshot.cluster} member={member.name} />
      </td>
    </tr>
  );
}
