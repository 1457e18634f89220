// Groups words by their letters.
#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

int main() {
    std::map<std::string, std::vector<std::string>> groups;
    for (std::string word : {"listen", "silent", "enlist", "google", "elgoog", "abc", "cab"}) {
        std::string key = word;
        std::sort(key.begin(), key.end());
        groups[key].push_back(word);
    }
    for (const auto& [key, words] : groups) {
        for (const auto& word : words) {
            std::cout << word << ' ';
        }
        std::cout << '\n';
    }
}
