import { DoorOpen } from 'lucide-react';
import type { NodeUi } from '../contract.ts';
import { Form } from './form.tsx';

export const businessHours: NodeUi<'business-hours'> = { icon: DoorOpen, Form };
