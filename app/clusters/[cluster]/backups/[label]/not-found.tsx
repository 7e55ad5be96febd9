import { UnknownBackup } from '@/components/backups/unknown-backup';

export default function NotFound() {
  return <UnknownBackup />;
}
