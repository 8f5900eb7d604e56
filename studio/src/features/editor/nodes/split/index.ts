import { Shuffle } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const split: NodeUi<'split'> = {
  icon: Shuffle,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('branch:'),
};
