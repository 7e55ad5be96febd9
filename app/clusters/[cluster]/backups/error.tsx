'use client';

import type { ComponentProps } from 'react';
import { PageFailed } from '@/components/replication/page-failed';

export default function Failed(props: Omit<ComponentProps<typeof PageFailed>, 'what'>) {
  return <PageFailed what="Backups" {...props} />;
}
