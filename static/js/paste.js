// What is pasted into a text in Markdown from Word, a page or an email keeps its headings, links, lists and tables. Without
// this a browser pastes the plain words alone. Ctrl+Z takes it out again, and Ctrl+Shift+V pastes the plain words.
(() => {
  const MARKED = "h1, h2, h3, h4, h5, h6, [role=heading], .MsoTitle, a[href], b, strong, i, em, li, table, [data-style*=mso-list]";
  const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE BODY DIV H1 H2 H3 H4 H5 H6 LI MAIN OL P PRE SECTION TABLE TBODY TD TH THEAD TR UL".split(" "));
  const DROPPED = new Set("DEL HEAD IMG SCRIPT STYLE TITLE".split(" "));
  const BOLD = /font-weight:\s*(bold|[6-9]00)/i;
  const NOT_BOLD = /font-weight:\s*(normal|[1-5]00)/i; // what Google Docs puts round everything
  const NUMBER = /^\(?(?:\d+|[a-z]+)[.)]/i;

  const styleOf = (node) => node.dataset?.style || "";
  const squeezed = (text) => text.replace(/[\s\u00a0]+/g, " ");
  const isHidden = (node) => /mso-list:\s*Ignore/i.test(styleOf(node)); // the bullet or number that Word writes out

  // Stars and lines below that Markdown would take for its own; a web address stays as it is.
  const escaped = (text) =>
    text.replace(/https?:\/\/\S+|\*(?=\S)|(?<!\w)_|_(?!\w)/g, (found) => (found.length > 1 ? found : `\\${found}`));

  const wrapped = (mark, text) => text.replace(/^(\s*)(.*?)(\s*)$/s, (_, before, words, after) =>
    words ? `${before}${mark}${words}${mark}${after}` : before + after);

  const linked = (node, words) => {
    const href = node.getAttribute("href") || "";
    if (!/^(https?|mailto):/i.test(href) || !words.trim()) return words;
    const address = href.replace(/[\s()<>]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);
    const isBare = /^(https?:|www\.)/i.test(node.textContent.trim());
    return isBare ? address : words.replace(/^(\s*)(.*?)(\s*)$/s, (_, before, said, after) => `${before}[${said}](${address})${after}`);
  };

  // The words of a node on one line, with Markdown's marks for links, and for bold and italic unless they are `plain`.
  const inline = (node, { bold = false, italic = false }) => {
    if (node.nodeType === Node.TEXT_NODE) return escaped(squeezed(node.data));
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName) || isHidden(node)) return "";
    if (node.tagName === "BR") return "\n";
    const isBold = !bold && (BOLD.test(styleOf(node)) || (node.matches("b, strong") && !NOT_BOLD.test(styleOf(node))));
    const isItalic = !italic && node.matches("i, em");
    const within = { bold: bold || isBold, italic: italic || isItalic };
    let words = [...node.childNodes].map((child) => inline(child, within)).join("");
    if (node.tagName === "A") words = linked(node, words);
    if (isItalic) words = wrapped("*", words);
    if (isBold) words = wrapped("**", words);
    return words;
  };
  const PLAIN = { bold: true, italic: true };
  const lineOf = (node, marked = {}) => {
    const lines = inline(node, marked).replaceAll("****", "").split("\n"); // Word cuts bold words into several
    return lines.map((line) => line.trim()).join("  \n").trim();
  };

  const levelOfHeading = (node) => {
    if (/^H[1-6]$/.test(node.tagName)) return Number(node.tagName[1]);
    if (node.matches(".MsoTitle")) return 1;
    return node.getAttribute("role") === "heading" ? Number(node.getAttribute("aria-level")) || 2 : 0;
  };

  // A point of a list: how deep it stands, from 0, and whether it is numbered. Word writes both into the style of a paragraph.
  const pointOf = (node) => {
    const level = /mso-list:[^;]*level(\d)/i.exec(styleOf(node));
    if (level) {
      const mark = [...node.querySelectorAll("span")].find(isHidden);
      return { depth: level[1] - 1, isNumbered: Boolean(mark && NUMBER.test(mark.textContent.trim())) };
    }
    if (node.tagName !== "LI") return null;
    let depth = -1;
    for (let list = node.parentElement; list; list = list.parentElement) depth += /^[OU]L$/.test(list.tagName);
    depth = Math.max(depth, 0, Number(node.dataset.ariaLevel) - 1 || 0);
    return { depth, isNumbered: node.parentElement.tagName === "OL" };
  };

  // Emails put whole texts into tables of one column, or into tables within tables.
  const isOfData = (node) =>
    node.tagName === "TABLE" && !node.querySelector("table") && [...node.rows].some((row) => row.cells.length > 1);

  const tableOf = (table) => {
    const rows = [...table.rows].map((row) => [...row.cells].flatMap((cell) => {
      const words = lineOf(cell, PLAIN).replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|");
      return [words, ...Array(cell.colSpan - 1).fill("")];
    }));
    const width = Math.max(...rows.map((row) => row.length));
    const bars = rows.map((row) => `| ${Array.from({ length: width }, (_, at) => row[at] ?? "").join(" | ")} |`);
    return [bars[0], `| ${Array(width).fill("---").join(" | ")} |`, ...bars.slice(1)].join("\n");
  };

  // Find the blocks of a text in order: {words}, {words, heading}, {words, point} or {words, isTable}.
  const blocksIn = (node, found = [], point = null) => {
    let line = document.createElement("span");
    const finish = () => {
      const words = lineOf(line);
      if (words) found.push({ words, point });
      line = document.createElement("span");
    };
    for (const child of [...node.childNodes]) {
      if (child.nodeType !== Node.ELEMENT_NODE || DROPPED.has(child.tagName)) {
        if (child.nodeType === Node.TEXT_NODE) line.append(child.cloneNode());
        continue;
      }
      const heading = levelOfHeading(child);
      const own = pointOf(child);
      const isBlock = heading || own || BLOCKS.has(child.tagName) || child.querySelector("p, li, table, h1, h2, h3");
      if (!isBlock) {
        line.append(child.cloneNode(true));
        continue;
      }
      finish();
      if (heading) {
        const words = lineOf(child, PLAIN).replace(/\s*\n\s*/g, " ");
        if (words) found.push({ words, heading });
      } else if (isOfData(child)) {
        found.push({ words: tableOf(child), isTable: true });
      } else {
        blocksIn(child, found, own || point);
      }
    }
    finish();
    return found;
  };

  // Headings of a page begin with ##, whatever they began with where they come from.
  const markdownOf = (blocks) => {
    const top = Math.min(...blocks.map((block) => block.heading || 9));
    let counts = []; // of each depth of a list: how many points it has, and whether they are numbered
    let text = "";
    let before = {};
    for (const block of blocks) {
      const { words, heading, point } = block;
      if (point && point === before.point) {
        text += ` ${words}`; // a second paragraph of the same point
        continue;
      }
      if (before.words) text += point && before.point ? "\n" : "\n\n";
      if (heading) {
        text += `${"#".repeat(Math.min(heading - top + 2, 6))} ${words}`;
      } else if (point) {
        const { depth, isNumbered } = point;
        counts = counts.slice(0, depth + 1);
        const isNext = counts[depth]?.isNumbered === isNumbered;
        counts[depth] = { isNumbered, number: isNext ? counts[depth].number + 1 : 1 };
        text += `${"    ".repeat(depth)}${isNumbered ? `${counts[depth].number}.` : "-"} ${words}`;
      } else {
        text += words;
      }
      if (!point) counts = [];
      before = block;
    }
    return text;
  };

  // A document whose scripts and pictures do nothing. Its styles are only read, as the page's policy lets none in.
  const parsed = (html) => {
    const unstyled = html.replace(/<style[^]*?<\/style>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle=/i, " data-style="));
    return new DOMParser().parseFromString(unstyled, "text/html").body;
  };

  document.addEventListener("paste", (event) => {
    const box = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (box.id !== "id_body" || !html) return;
    const pasted = parsed(html);
    if (!pasted.querySelector(MARKED)) return;
    const text = markdownOf(blocksIn(pasted));
    if (!text) return;
    event.preventDefault();
    document.execCommand("insertText", false, text);
  });
})();
