/** A column of a table: its title, and its cell in the row of an item. */
export interface Column<Item, Cell> {
  readonly title: string;
  readonly holds: "words" | "numbers";
  readonly cell: (item: Item) => Cell;
}

export function words<Item, Cell>(title: string, cell: (item: Item) => Cell): Column<Item, Cell> {
  return { title, holds: "words", cell };
}

export function numbers<Item, Cell>(title: string, cell: (item: Item) => Cell): Column<Item, Cell> {
  return { title, holds: "numbers", cell };
}
