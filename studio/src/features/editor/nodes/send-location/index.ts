import { MapPin } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const sendLocation: NodeUi<'send-location'> = { icon: MapPin, Form, Card };
