// written_pages: prints docs/safety/source-attributes.md as the packs built in make it.
#include <iostream>

#include "properties/knowledge.h"
#include "written_pages/source_attributes.h"

int main() {
    std::cout << stormkeel::source_attributes_page(stormkeel::knowledge().guideline);
    return 0;
}
