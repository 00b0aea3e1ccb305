import { LinkMenu } from '../ui/list/list.tsx';
import type { List, Reader } from './list.ts';
import type { SavedView } from './saved.ts';
import { addressOf, type ListState } from './state.ts';

export const GroupMenu = <Row,>({ list, state, t }: { list: List<Row>; state: ListState; t: Reader['t'] }) => (
  <LinkMenu
    label={t('list.group')}
    links={[
      { href: addressOf(list, state, { groups: [] }), label: t('list.ungrouped'), current: state.groups.length === 0 },
      ...list.groups.map((group) => ({
        href: addressOf(list, state, { groups: [group.key] }),
        label: t(group.label),
        current: state.groups.length === 1 && state.groups[0] === group.key,
      })),
      ...(state.groups[0]
        ? list.groups
            .filter((group) => group.key !== state.groups[0])
            .map((group) => ({
              href: addressOf(list, state, { groups: [state.groups[0] as string, group.key] }),
              label: t('list.thenBy', { group: t(group.label) }),
              current: state.groups[1] === group.key,
            }))
        : []),
    ]}
  />
);

interface ViewMenuProps<Row> {
  list: List<Row>;
  state: ListState;
  views: readonly SavedView[];
  reader: Reader;
}

/** The saved views of this list; saving what is shown; what else can be done with the view that is shown. */
export const ViewMenu = <Row,>({ list, state, views, reader }: ViewMenuProps<Row>) => {
  const here = addressOf(list, state, { page: 1 });
  const query = here.slice(list.path.length + 1);
  return (
    <LinkMenu
      label={reader.t('list.views')}
      links={[
        ...views.map((view) => ({
          href: `${list.path}${view.query ? `?${view.query}` : ''}`,
          label: <bdi>{view.name}</bdi>,
          current: view.query === query,
        })),
        ...(reader.actor.kind === 'person'
          ? [{ href: `/views/new?list=${list.name}&query=${encodeURIComponent(query)}`, label: reader.t('list.saveView') }]
          : []),
        ...views
          .filter((view) => view.query === query)
          .map((view) => ({ href: `/views/${view.id}`, label: reader.t('list.useView', { name: view.name }) })),
        ...(views.some((view) => view.may_change) ? [{ href: `/views?list=${list.name}`, label: reader.t('list.manageViews') }] : []),
      ]}
    />
  );
};
