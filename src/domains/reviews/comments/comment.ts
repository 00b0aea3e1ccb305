import { z } from 'zod';
import { id, optional, reference, text, version } from '../../../platform/fields.ts';

/** What somebody says about a recommendation for themselves. No body stands behind it: that is what a position is for. */

const content = { text: text({ max: 3000 }) };

export const newComment = z.object({ recommendation: reference(), ...content });

export const commentChange = z.object({ comment: id(), version: optional(version()), ...content });

export const oneComment = z.object({ comment: id() });
