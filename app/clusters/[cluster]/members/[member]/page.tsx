import { notFound } from 'next/navigation';
import { MemberView } from '@/components/members/member-view';
import { knownCluster } from '../../known-cluster';

interface Address {
  readonly params: Promise<{ cluster: string; member: string }>;
}

export async function generateMetadata({ params }: Address) {
  return { title: decodeURIComponent((await params).member) };
}

export default async function MemberPage({ params }: Address) {
  const snapshot = await knownCluster(params);
  const name = decodeURIComponent((await params).member);
  // Before any Patroni has answered no member is known: the page waits with the rest.
  const mayBeUnknown = snapshot.members.length === 0;
  if (!mayBeUnknown && !snapshot.members.some((member) => member.name === name)) notFound();
  return <MemberView cluster={snapshot.cluster} member={name} />;
}
