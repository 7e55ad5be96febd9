import { Dialog } from '@/components/ui/dialog';
import { NotConfigured } from '@/components/ui/not-configured';

export function HowToDialog({
  title,
  lines,
  onClose,
}: {
  title: string;
  lines: string;
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title}>
      <div className="px-6 pb-5">
        <NotConfigured bare title="Not in the settings yet" lines={lines} />
      </div>
    </Dialog>
  );
}
