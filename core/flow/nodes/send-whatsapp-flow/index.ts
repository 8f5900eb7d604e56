import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendWhatsappFlowData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendWhatsappFlow: NodeType<'send-whatsapp-flow', SendWhatsappFlowData> = {
  manifest,
  advance,
  validate,
};
