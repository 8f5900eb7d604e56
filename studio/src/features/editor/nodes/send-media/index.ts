import { Image } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendMedia: NodeUi<'send-media'> = { icon: Image, Form, Card };
