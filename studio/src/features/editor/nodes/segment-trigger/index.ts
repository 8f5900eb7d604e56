import { Users } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const segmentTrigger: NodeUi<'segment-trigger'> = { icon: Users, Form, Card };
