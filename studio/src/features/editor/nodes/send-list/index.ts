import { List } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendList: NodeUi<'send-list'> = {
  icon: List,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('row:'),
};
