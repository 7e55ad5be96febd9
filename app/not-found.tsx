import { buttonClass } from '@/components/ui/button-class';
import { Empty } from '@/components/ui/empty';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-xl flex-col items-center px-4 py-24">
      <h1 className="sr-only">Not found</h1>
      <Empty title="There is nothing at this address">
        The cluster, member or operation that it names is not one that Howdah knows.
      </Empty>
      {/* A plain link: every page carries this one's code with it. */}
      <a href="/" className={buttonClass()}>
        All clusters
      </a>
    </main>
  );
}
