import { FileCheck2 } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendTemplate: NodeUi<'send-template'> = {
  icon: FileCheck2,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('reply:'),
};
