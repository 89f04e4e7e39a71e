import { describe, expect, it } from "vitest";
import { YamlLists } from "./yaml-lists.ts";

function edited(text: string, edit: (lists: YamlLists) => void): string {
  const lists = new YamlLists(text);
  edit(lists);
  return lists.toString();
}

describe("lists in YAML", () => {
  it.each(["", "# Mine.\n", "hide: []\n"])("begin in a text without them: %j", (text) => {
    const comment = text.startsWith("#") ? text : "";
    expect(edited(text, (lists) => lists.add("hide", "yeah"))).toMatch(
      new RegExp(`^${comment}\\n?hide:\\n  - yeah\\n$`),
    );
  });

  it("keep other entries and their comments, and have an entry in one line", () => {
    const text = "# Mine.\nsame:\n  # a and b\n  - [a, b]\n  - [c, d] # c and d\nhide:\n  - yeah\n";
    const long = Array.from({ length: 20 }, (_, at) => `a long name ${at}`);
    const after = edited(text, (lists) => {
      lists.add("same", long);
      lists.replace("same", 1, []);
      lists.replace("hide", 0, []);
    });
    expect(after).toBe(`# Mine.\nsame:\n  # a and b\n  - [ a, b ]\n  - [ ${long.join(", ")} ]\n`);
  });

  it("replace an entry by several", () => {
    const lists = new YamlLists("different: [[a, b, c], [d, e]]\n");
    lists.replace("different", 0, [
      ["a", "c"],
      ["b", "c"],
    ]);
    expect(lists.entries("different")).toEqual([
      ["a", "c"],
      ["b", "c"],
      ["d", "e"],
    ]);
  });

  it("keep maps of texts, with their comments", () => {
    const text = "rename:\n  # As she says.\n  stress: Strain\n  1984: Nineteen\n";
    const lists = new YamlLists(text);
    expect(lists.pairs("rename").toSorted()).toEqual([
      ["1984", "Nineteen"],
      ["stress", "Strain"],
    ]);
    lists.set("rename", "stress", "Pressure");
    lists.set("rename", "a: b", "yes");
    lists.unset("rename", "1984");
    lists.unset("rename", "unknown");
    expect(lists.toString()).toBe('rename:\n  # As she says.\n  stress: Pressure\n  "a: b": yes\n');
    expect(new YamlLists(lists.toString()).pairs("rename")).toEqual([
      ["stress", "Pressure"],
      ["a: b", "yes"],
    ]);
  });

  it("remove a map with its last entry, and begin one", () => {
    expect(edited("hide: [a]\nrename: { b: c }\n", (lists) => lists.unset("rename", "b"))).toBe("hide: [ a ]\n");
    expect(edited("rename: {}\n", (lists) => lists.set("rename", "b", "c"))).toBe("rename:\n  b: c\n");
    expect(edited("", (lists) => lists.set("rename", "b", "c"))).toBe("rename:\n  b: c\n");
  });

  it("are written anew if they are an alias of YAML", () => {
    const after = edited("same: &pairs\n  - [a, b]\ndifferent: *pairs\n", (lists) =>
      lists.add("different", ["c", "d"]),
    );
    expect(new YamlLists(after).entries("same")).toEqual([["a", "b"]]);
    expect(new YamlLists(after).entries("different")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("leave an empty text when the last entry is removed, and comments before a list", () => {
    const text = "# Mine.\nhide: [yeah]\n# People\nsame:\n  - [a, b]\n";
    expect(edited(text, (lists) => lists.replace("hide", 0, []))).toBe("# Mine.\n# People\nsame:\n  - [ a, b ]\n");
    expect(edited("hide: [yeah]\n", (lists) => lists.replace("hide", 0, []))).toBe("");
    expect(edited("# Mine.\nhide: [yeah]\n", (lists) => lists.replace("hide", 0, []))).toBe("# Mine.\n");
  });
});
