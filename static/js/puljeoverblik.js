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
