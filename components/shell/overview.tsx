import { LatelyPanel } from '@/components/events/lately-panel';
import { FindingsPanel } from '@/components/findings/findings-panel';
import { VerdictBanner } from '@/components/findings/verdict-banner';
import { MembersPanel } from '@/components/members/members-panel';
import { ScheduledSwitchover } from '@/components/operations/scheduled-switchover';
import { TopologyPanel } from '@/components/topology/topology-panel';

/** A cluster at a glance: the verdict first, everything below is its evidence. */
export function Overview({ cluster }: { cluster: string }) {
  return (
    <div className="flex flex-col gap-4">
      <VerdictBanner cluster={cluster} />
      <ScheduledSwitchover cluster={cluster} />
      <div className="flex min-w-0 flex-col gap-4 min-[1400px]:grid min-[1400px]:grid-cols-[minmax(0,1fr)_316px] min-[1400px]:items-start">
        <div className="contents min-[1400px]:col-start-2 min-[1400px]:row-start-1 min-[1400px]:flex min-[1400px]:flex-col min-[1400px]:gap-4">
          <div className="order-1">
            <FindingsPanel cluster={cluster} />
          </div>
          <div className="order-4">
            <LatelyPanel cluster={cluster} />
          </div>
        </div>
        <div className="contents min-[1400px]:col-start-1 min-[1400px]:row-start-1 min-[1400px]:flex min-[1400px]:min-w-0 min-[1400px]:flex-col min-[1400px]:gap-4">
          <div className="order-3 md:order-2 min-[1400px]:order-1">
            <TopologyPanel cluster={cluster} />
          </div>
          <div className="order-2 md:order-3 min-[1400px]:order-2">
            <MembersPanel cluster={cluster} />
          </div>
        </div>
      </div>
    </div>
  );
}
