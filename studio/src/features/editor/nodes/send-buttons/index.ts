import { SquareMousePointer } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendButtons: NodeUi<'send-buttons'> = {
  icon: SquareMousePointer,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('button:'),
};
