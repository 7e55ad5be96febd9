import { Empty } from '@/components/ui/empty';
import { Panel } from '@/components/ui/panel';

export default function NotFound() {
  return (
    <Panel title="Unknown restore test">
      <Empty title="This cluster has no restore test with this address">
        Reports are kept in Howdah’s own store; one from before the store was lost is not known any more.
      </Empty>
    </Panel>
  );
}
