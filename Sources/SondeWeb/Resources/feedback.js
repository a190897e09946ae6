// What a reader says of an incident: that it was no fault, or that it was one after all.

const token = document.querySelector("meta[name=sonde-token]").content;

async function send(button) {
  const response = await fetch(`/api/v1/incidents/${button.dataset.incident}/feedback`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Sonde-Token": token },
    body: JSON.stringify({ fault: button.dataset.fault === "true" }),
  });
  if (!response.ok) throw new Error((await response.json()).error);
}

function refuse(button, reason) {
  const line = button.parentElement;
  const words = line.querySelector(".refused") ?? document.createElement("span");
  words.className = "refused";
  words.setAttribute("role", "alert");
  words.textContent = ` ${reason}`;
  line.append(words);
}

/** Sends what the buttons of incidents say; Sonde tells all pages of it, this one too. */
export function takeFeedback() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("button[data-incident]");
    if (!button) return;
    button.disabled = true;
    try {
      await send(button);
    } catch (error) {
      refuse(button, error instanceof TypeError ? "Sonde cannot be reached just now." : error.message);
      button.disabled = false;
    }
  });
}
