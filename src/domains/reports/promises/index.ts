import type { MenuEntry } from '../../../platform/domain.ts';

export { api } from './api.ts';
export { promiseCard } from './list.ts';
export { messages } from './messages/index.ts';
export { pages } from './pages.tsx';

export const menu: MenuEntry = { area: 'work', label: 'promise.menu', href: '/promises', place: 2 };
