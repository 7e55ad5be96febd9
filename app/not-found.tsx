import { Compass } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-xl flex-col items-center px-4 py-24">
      <h1 className="sr-only">Not found</h1>
      <Empty icon={<Compass size={28} strokeWidth={1.5} />} title="There is nothing at this address">
        The cluster, member or operation that it names is not one that Howdah knows.
      </Empty>
      <ButtonLink href="/">All clusters</ButtonLink>
    </main>
  );
}
