import { Skeleton } from '@/components/ui/skeleton';

/** The page's outline while it loads. */
export function ReplicationSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <span className="sr-only" role="status">
        Loading replication
      </span>
      <Skeleton className="h-7 w-full max-w-md" />
      <Skeleton className="h-[330px] w-full" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-[330px] w-full" />
        <Skeleton className="h-[330px] w-full" />
      </div>
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
