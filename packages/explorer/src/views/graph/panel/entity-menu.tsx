import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import type { GraphNode } from "colloquy/api";
import { Ellipsis } from "lucide-react";
import { useWorkspace } from "../../../parts/links.tsx";
import { graph as words } from "../../../text/graph.ts";
import button from "../../../parts/button.module.css";
import menu from "../../../parts/menu.module.css";
import { notShown } from "../model/relations.ts";
import type { GraphState } from "../use-graph.ts";

/** What can be done with an entity, as a menu. */
export function EntityMenu({ node, graph }: { readonly node: GraphNode; readonly graph: GraphState }) {
  const { actions, address, pinned } = graph;
  const { id, name } = node;
  const isOpen = address.open?.includes(id) === true;
  return (
    <Menu.Root>
      <Menu.Trigger className={button.button} data-kind="quiet" aria-label={words.actions(name)}>
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            {isOpen ? (
              <Item name={words.collapse} use={() => actions.collapse(id)} />
            ) : (
              <Expand node={node} graph={graph} />
            )}
            {pinned.has(id) ? (
              <Item name={words.unpin} use={() => actions.unpin(id)} />
            ) : (
              <Item name={words.pin} use={() => actions.pin(id)} />
            )}
            <Item name={words.removeNode} use={() => actions.remove(id)} />
            <Item name={words.startHere} use={() => actions.startFrom(id)} />
            <Open node={node} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Expand({ node, graph: { part, actions } }: { readonly node: GraphNode; readonly graph: GraphState }) {
  const missing = notShown(node, part.edges);
  return missing === 0 ? null : <Item name={words.expandBy(missing)} use={() => actions.expand(node.id)} />;
}

function Open({ node: { id, name } }: { readonly node: GraphNode }) {
  const workspace = useWorkspace();
  return (
    <Menu.Item
      className={menu.item}
      render={<Link to="/w/$workspace/entities/$id" params={{ workspace, id }} search={{ name }} />}
    >
      {words.open}
    </Menu.Item>
  );
}

function Item({ name, use }: { readonly name: string; readonly use: () => void }) {
  return (
    <Menu.Item className={menu.item} onClick={use}>
      {name}
    </Menu.Item>
  );
}
