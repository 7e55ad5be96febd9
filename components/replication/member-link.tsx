import Link from 'next/link';
import { memberPath } from '@/components/operations/operation-paths';

export function MemberLink({ cluster, member }: { cluster: string; member: string }) {
  return (
    <Link href={memberPath(cluster, member)} className="font-semibold hover:text-accent hover:underline">
      {member}
    </Link>
  );
}
