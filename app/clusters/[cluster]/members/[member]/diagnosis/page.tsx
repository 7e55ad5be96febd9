import { notFound } from 'next/navigation';
import { DiagnosisView } from '@/components/diagnosis/diagnosis-view';
import { knownCluster } from '../../../known-cluster';

interface Address {
  readonly params: Promise<{ cluster: string; member: string }>;
}

export async function generateMetadata({ params }: Address) {
  return { title: `Diagnosis of ${decodeURIComponent((await params).member)}` };
}

export default async function DiagnosisPage({ params }: Address) {
  const snapshot = await knownCluster(params);
  const name = decodeURIComponent((await params).member);
  const mayBeUnknown = snapshot.members.length === 0;
  if (!mayBeUnknown && !snapshot.members.some((member) => member.name === name)) notFound();
  return <DiagnosisView cluster={snapshot.cluster} member={name} />;
}
