import { Split } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const condition: NodeUi<'condition'> = {
  icon: Split,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('branch:'),
};
