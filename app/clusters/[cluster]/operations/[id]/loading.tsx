import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-12 w-72" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
}
