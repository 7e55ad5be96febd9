import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';

export default function NotFound() {
  return (
    <Panel title="Unknown operation">
      <Empty title="This cluster has no operation with this address">
        Operations are kept in Howdah’s own store; one that was begun before the store was lost is not known
        any more.
      </Empty>
    </Panel>
  );
}
