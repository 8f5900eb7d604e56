import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { SendCarouselData } from './manifest.ts';
import { validate } from './validate.ts';

export const sendCarousel: NodeType<'send-carousel', SendCarouselData> = { manifest, advance, validate };
