// Starts the components of Det Fælles Designsystem, and says so when a button has set long work going.
(function () {
  "use strict";

  if (window.DKFDS) {
    window.DKFDS.init();
  }

  document.addEventListener("submit", function (event) {
    const button = event.submitter;
    if (!button || !button.dataset.busy) {
      return;
    }
    if (button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
    const message = document.createElement("p");
    message.className = "busy-message";
    message.setAttribute("role", "status");
    message.textContent = button.dataset.busy;
    button.after(message);
  });

  // Back from the browser's memory the work is over, and the button must be ready again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-idle]").forEach(function (button) {
      button.textContent = button.dataset.idle;
      button.removeAttribute("aria-disabled");
      delete button.dataset.idle;
    });
    document.querySelectorAll(".busy-message").forEach(function (message) {
      message.remove();
    });
  });
})();

// Entries: the grid changes and the effect shows without leaving the page. All arithmetic is the server's: the form is
// sent with a step that saves nothing, and parts of the answer take the place of the same parts of the page.
(function () {
  "use strict";

  const PAUSE_MS = 350;
  const PARTS = ["#entry-pools", "#entry-verdict", ".entry-effect-table", "#entry-hidden", "#entry-changes", "#save-button", "#record-button"];
  const SAVING = ["save-proposal", "record-decision", "correct"];
  const form = document.querySelector("form[data-entry]");
  if (!form) {
    return;
  }
  form.classList.add("entry-live");
  let pause = 0;
  let asked = null;
  let changing = false;

  function ask(step) {
    window.clearTimeout(pause);
    if (asked) {
      asked.abort();
    }
    asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("step", step);
    return fetch(form.action, { method: "POST", body: body, signal: asked.signal }).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.text();
    }).then(function (text) {
      const page = new DOMParser().parseFromString(text, "text/html");
      if (!page.querySelector("form[data-entry]")) {
        throw new Error("signed out");
      }
      return page;
    });
  }

  // What is the same is left alone, so that nothing is read aloud twice and no frame scrolls back.
  function takeParts(page) {
    PARTS.forEach(function (selector) {
      const here = form.querySelector(selector);
      const fresh = page.querySelector(selector);
      if (here && fresh && here.innerHTML !== fresh.innerHTML) {
        here.replaceChildren.apply(here, Array.from(fresh.childNodes));
      }
      if (here && fresh) {
        here.className = fresh.className;
      }
    });
  }

  function takeMarks(here, fresh) {
    ["aria-invalid", "aria-describedby"].forEach(function (name) {
      if (fresh.hasAttribute(name)) {
        here.setAttribute(name, fresh.getAttribute(name));
      } else {
        here.removeAttribute(name);
      }
    });
  }

  function takeRowProblems(page) {
    const rows = form.querySelectorAll(".entry-row");
    const fresh = page.querySelectorAll(".entry-row");
    if (rows.length !== fresh.length) {
      return;
    }
    rows.forEach(function (row, number) {
      const old = row.querySelector(".row-problems");
      const problems = fresh[number].querySelector(".row-problems");
      if (old) {
        old.remove();
      }
      if (problems) {
        row.append(problems);
      }
      fresh[number].querySelectorAll("select, input").forEach(function (control) {
        takeMarks(document.getElementById(control.id), control);
      });
    });
  }

  function takeFields(page) {
    page.querySelectorAll("form[data-entry] .form-group").forEach(function (fresh) {
      const control = fresh.querySelector("input[id], select[id], textarea[id]");
      const here = control && document.getElementById(control.id);
      const group = here && here.closest(".form-group");
      if (!group || control.type === "radio") {
        return;
      }
      group.classList.toggle("form-error", fresh.classList.contains("form-error"));
      group.querySelectorAll(".form-hint, .form-error-message").forEach(function (old) {
        old.remove();
      });
      const words = fresh.querySelectorAll(".form-hint, .form-error-message");
      group.querySelector(".form-label").after.apply(group.querySelector(".form-label"), Array.from(words));
      takeMarks(here, control);
    });
    page.querySelectorAll("#row-0-from option[value^='ny-']").forEach(function (fresh) {
      form.querySelectorAll("option[value='" + fresh.value + "']").forEach(function (option) {
        option.textContent = fresh.textContent;
      });
    });
  }

  function preview() {
    if (changing) {
      pause = window.setTimeout(preview, PAUSE_MS);
      return;
    }
    ask("preview").then(function (page) {
      takeParts(page);
      takeRowProblems(page);
      takeFields(page);
    }).catch(function () {
      // A later letter asks again, and saving tells what is wrong.
    });
  }

  function change(step, then) {
    const grid = document.getElementById("entry-grid");
    grid.inert = true;
    changing = true;
    ask(step).then(function (page) {
      changing = false;
      grid.replaceWith(page.getElementById("entry-grid"));
      takeParts(page);
      then();
    }).catch(function (error) {
      grid.inert = changing = false;
      if (error.name !== "AbortError") {
        send(step);
      }
    });
  }

  // Where the server can't be asked in between, the button does what it does without a script.
  function send(step) {
    const button = document.createElement("button");
    button.type = "submit";
    button.name = "step";
    button.value = step;
    button.hidden = true;
    button.dataset.whole = "yes";
    form.append(button);
    form.requestSubmit(button);
  }

  function focus(id) {
    const control = document.getElementById(id);
    if (control) {
      control.focus();
      if (control.select) {
        control.select();
      }
    }
  }

  function rowCount() {
    return form.querySelectorAll(".entry-row").length;
  }

  function afterStep(step) {
    const row = step.match(/^remove-row-(\d+)$/);
    if (row) {
      focus("row-" + Math.min(Number(row[1]), rowCount() - 1) + "-from");
    } else if (step === "add-row") {
      focus("row-" + (rowCount() - 1) + "-from");
    } else if (step === "add-line") {
      const titles = form.querySelectorAll(".entry-new-line input[name$='-title']");
      focus(titles[titles.length - 1].id);
    } else {
      form.querySelector("[value='add-line']").focus();
    }
  }

  form.addEventListener("submit", function (event) {
    const button = event.submitter;
    if (!button || SAVING.includes(button.value) || button.dataset.whole) {
      return;
    }
    event.preventDefault();
    if (button.value === "preview") {
      preview();
    } else {
      change(button.value, function () {
        afterStep(button.value);
      });
    }
  });

  form.addEventListener("input", function (event) {
    if (event.target.tagName !== "TEXTAREA") {
      window.clearTimeout(pause);
      pause = window.setTimeout(preview, PAUSE_MS);
    }
  });

  // In the grid Enter and the arrows go up and down as in a sheet; Enter in the last row makes a new one.
  form.addEventListener("keydown", function (event) {
    const place = event.target.matches(".entry-row input") && event.target.id.match(/^row-(\d+)-(\d+)$/);
    if (!place || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) {
      return;
    }
    event.preventDefault();
    const next = Number(place[1]) + (event.key === "ArrowUp" ? -1 : 1);
    if (event.key === "Enter" && next === rowCount()) {
      change("add-row", function () {
        focus("row-" + next + "-from");
      });
    } else {
      focus("row-" + next + "-" + place[2]);
    }
  });

  // Where lists would be too long to send, a filled row gets its whole list when somebody goes to it.
  form.addEventListener("focusin", function (event) {
    const select = event.target;
    const lines = document.getElementById("entry-lines");
    if (!lines || !select.matches("select[data-short]")) {
      return;
    }
    const chosen = select.value;
    select.replaceChildren(lines.content.cloneNode(true));
    select.value = chosen;
    delete select.dataset.short;
  });

  function cellsOf(number) {
    return Array.from(form.querySelectorAll(".entry-row[data-row='" + number + "'] :is(select, input)"));
  }

  function same(one, other) {
    return one.replace(/\s+/g, " ").trim().toLowerCase() === other.replace(/\s+/g, " ").trim().toLowerCase();
  }

  // Gives whether the text found its place.
  function fill(control, text) {
    if (!control) {
      return text.trim() === "";
    }
    if (control.tagName === "INPUT") {
      control.value = text.trim();
      return true;
    }
    const option = Array.from(control.options).find(function (each) {
      return same(each.textContent, text);
    });
    if (option) {
      control.value = option.value;
    }
    return Boolean(option) || text.trim() === "";
  }

  function fillBlock(block, row, column) {
    let whole = true;
    block.forEach(function (line, down) {
      const cells = cellsOf(row + down);
      line.forEach(function (text, across) {
        whole = fill(cells[column + across], text) && whole;
      });
    });
    document.getElementById("entry-pasted").textContent = whole ? "" : form.dataset.pastedInPart;
    preview();
  }

  form.addEventListener("paste", function (event) {
    const row = event.target.closest(".entry-row");
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "");
    if (!row || !/[\t\n]/.test(text)) {
      return;
    }
    event.preventDefault();
    const block = text.split("\n").map(function (line) {
      return line.split("\t");
    });
    const first = Number(row.dataset.row);
    const column = Math.max(cellsOf(first).indexOf(event.target), 0);
    const missing = first + block.length - rowCount();
    if (missing > 0) {
      change("add-rows-" + missing, function () {
        fillBlock(block, first, column);
      });
    } else {
      fillBlock(block, first, column);
    }
  });
})();

// A day or a decision: to choose one lets go of the other.
(function () {
  "use strict";

  document.querySelectorAll("[data-either]").forEach(function (group) {
    const day = group.querySelector("input[name$='dato']");
    const decision = group.querySelector("select[name$='beslutning']");
    if (!day || !decision) {
      return;
    }
    day.addEventListener("input", function () {
      decision.value = "";
    });
    decision.addEventListener("change", function () {
      if (decision.value) {
        day.value = "";
      }
    });
  });
})();
