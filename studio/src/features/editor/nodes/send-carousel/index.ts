import { GalleryHorizontalEnd } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendCarousel: NodeUi<'send-carousel'> = {
  icon: GalleryHorizontalEnd,
  Form,
  Card,
  drawsPort: (port) => port.startsWith('button:'),
};
