import { CalendarClock } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Card } from './card.tsx';
import { Form } from './form.tsx';

export const scheduleTrigger: NodeUi<'schedule-trigger'> = { icon: CalendarClock, Form, Card };
